/** Shows a file at a temporary address in a tab of its own. */
export async function openFile({ url }: { url: string; name: string; type: string }): Promise<void> {
  const link = document.createElement('a');
  link.href = url;
  link.target = '_blank';
  link.rel = 'noopener';
  document.body.append(link);
  link.click();
  link.remove();
}
