export default function Call() { return null; }
