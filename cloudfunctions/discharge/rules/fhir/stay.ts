/** Encounter, with what it points to → what is said of a stay. */
import { departmentOfWard, hasHan, isOutpatient, wayText } from '../coded';
import { given } from '../said';
import { wallOf } from '../source-time';
import type { Cells } from '../statement';
import { identifierOf, splitVisit } from '../visit-number';
import type { Held, Pool } from './index-of';
import { conceptCode, conceptText, current, humanName, kindOf } from './person';
import { schemas, type Concept, type Encounter, type Named, type Reference } from './resource';

/** 住院号 and 住院次数: an identifier that says it is the visit's, else the first; its tail, or an identifier of its own, is the number of the stay. */
export function visitOf(encounter: Encounter): { inpatientNo: string; visitTimes: string; assumed: boolean } | undefined {
  const all = current(encounter.identifier).map((identifier) => ({ value: identifier.value!, kind: kindOf(identifier) }));
  const own = all.find(({ kind }) => kind === 'visit') ?? all.find(({ kind }) => kind !== 'times');
  const times = all.find(({ kind }) => kind === 'times')?.value.trim() ?? '';
  const split = splitVisit(own?.value ?? '');
  // A tail that is not the number of the stay belongs to the inpatient number.
  const whole = times === '' || split.visitTimes === times ? split : { inpatientNo: identifierOf(own?.value ?? '') ?? '', visitTimes: times };
  return identifierOf(whole.inpatientNo) === undefined ? undefined : { inpatientNo: whole.inpatientNo, visitTimes: whole.visitTimes || '1', assumed: whole.visitTimes === '' };
}

/** Class is a Coding in R4 and a list of concepts in R5. */
export function isOutpatientVisit({ class: kind }: Encounter): boolean {
  const codes = Array.isArray(kind) ? kind.flatMap((concept) => concept.coding ?? []) : kind ? [kind, ...(kind.coding ?? [])] : [];
  return codes.some(({ code }) => isOutpatient(code ?? ''));
}

export const periodOf = (encounter: Encounter) => encounter.period ?? encounter.actualPeriod;

/** What a reference is called: its own display, else the name of the resource here. */
function nameOf(kind: 'Location' | 'Organization' | 'Practitioner', reference: Reference | null | undefined, pool: Pool, from: Held): string {
  const named: Named | undefined = reference?.display ? undefined : pool.find(kind, reference, from)?.resource;
  return reference?.display || (Array.isArray(named?.name) ? humanName(named.name) : named?.name) || '';
}

function attendingOf(encounter: Encounter, pool: Pool, from: Held): string | undefined {
  const all = encounter.participant ?? [];
  const of = (role: string) => all.filter(({ type }) => type?.some((concept) => concept.coding?.some(({ code }) => code === role))).at(-1);
  const one = of('ATND') ?? of('PPRF');
  return nameOf('Practitioner', one?.individual ?? one?.actor, pool, from) || undefined;
}

/** The ward is the last place that is neither room nor bed; a planned or reserved place is none. */
function placeCells(encounter: Encounter, pool: Pool, from: Held): { ward: string | undefined; bed: string | undefined } {
  const places = (encounter.location ?? []).filter(({ status }) => status !== 'planned' && status !== 'reserved').map((place) => {
    const kind = place.physicalType ?? place.form ?? (() => {
      const found = pool.find('Location', place.location, from)?.resource;
      return found?.physicalType ?? found?.form;
    })();
    return { name: nameOf('Location', place.location, pool, from), code: conceptCode(kind) };
  }).filter(({ name }) => name !== '');
  return {
    ward: (places.filter(({ code }) => code === 'wa').at(-1) ?? places.filter(({ code }) => !['bd', 'ro'].includes(code)).at(-1))?.name,
    bed: (places.filter(({ code }) => code === 'bd').at(-1) ?? places.filter(({ code }) => code === 'ro').at(-1))?.name,
  };
}

/** The provider is the department, or the hospital: then the service or the ward names the department. */
function departmentCells(encounter: Encounter, ward: string | undefined, pool: Pool, from: Held): Cells {
  const provider = encounter.serviceProvider;
  const found = pool.find('Organization', provider, from)?.resource;
  const name = nameOf('Organization', provider, pool, from);
  const service = Array.isArray(encounter.serviceType) ? encounter.serviceType[0]?.concept : encounter.serviceType;
  const serviceText = conceptText(service);
  const code = provider?.identifier?.value ?? current(found?.identifier)[0]?.value ?? '';
  if (/医院|卫生院|hospital/i.test(name) || (name === '' && code === '')) return given({ department: serviceText || (ward ? departmentOfWard(ward) : undefined), departmentCode: serviceText ? conceptCode(service) || undefined : undefined });
  return given({ department: name || undefined, departmentCode: code || undefined });
}

const icd = /icd-?10|2\.16\.156\.10011\.2\.3\.3\.11/i;
interface Diagnosis { text: string; code: string; use: string; rank: number }
const diagnosisOf = (concept: Concept | null | undefined, display: string, use: string, rank: number): Diagnosis[] => {
  const code = conceptCode(concept, icd);
  const text = conceptText(concept) || display || code;
  return text === '' ? [] : [{ text, code: hasHan(code) ? '' : code, use, rank }];
};

/** Encounter.diagnosis, else the conditions that point to this encounter. AD is what was suspected on admission. */
function diagnosisCells(encounter: Encounter, pool: Pool, from: Held): Cells {
  const listed = (encounter.diagnosis ?? []).flatMap(({ condition, use, rank }) => {
    const code = conceptCode(Array.isArray(use) ? use[0] : use).toUpperCase();
    return (Array.isArray(condition) ? condition : condition ? [{ concept: condition.concept, reference: condition }] : []).flatMap(({ concept, reference }) =>
      diagnosisOf(concept ?? pool.find('Condition', reference, from)?.resource.code, reference?.display ?? '', code, rank ?? 1000));
  });
  const loose = listed.length > 0 ? [] : pool.about('Condition', from).flatMap((held) => diagnosisOf(schemas.Condition.safeParse(held.raw).data?.code, '', '', 1000));
  const all = [...listed, ...loose];
  const counting = all.some(({ use }) => use !== 'AD') ? all.filter(({ use }) => use !== 'AD') : all;
  const weight = ({ use }: Diagnosis): number => (use === 'DD' ? 0 : use === '' ? 1 : 2);
  const [main] = [...counting].sort((a, b) => weight(a) - weight(b) || a.rank - b.rank);
  if (!main) return {};
  const others = [...new Set(counting.filter((one) => one !== main).map(({ text }) => text))].filter((text) => text !== main.text).slice(0, 40);
  return given({ dx: main.text, dxCode: main.code || undefined, dxOther: others.length > 0 ? others : undefined });
}

function wayOf(disposition: Concept | null | undefined): string | undefined {
  if (!disposition) return undefined;
  const codings = disposition.coding ?? [];
  // The Chinese table, where it is given beside FHIR's own, says more.
  const own = codings.find(({ code }) => /^[1-59]$/.test(code ?? '')) ?? codings.find(({ code }) => code);
  return wayText(own?.code ?? '', disposition.text || own?.display || '') || undefined;
}

const codesOf = (held: readonly Held[]): string[] | undefined => {
  const texts = held.flatMap(({ raw }) => {
    const code = schemas.Procedure.safeParse(raw).data?.code;
    return conceptText(code) || conceptCode(code) || [];
  });
  return texts.length > 0 ? [...new Set(texts)].slice(0, 40) : undefined;
};

/** Everything a finished encounter says but who and which. `patient`: whose allergies count. */
export function stayCells(encounter: Encounter, pool: Pool, from: Held, patient: Held | undefined): Cells {
  const stay = encounter.hospitalization ?? encounter.admission;
  const period = periodOf(encounter);
  const { ward, bed } = placeCells(encounter, pool, from);
  return given({
    ...departmentCells(encounter, ward, pool, from), ward, bed, attending: attendingOf(encounter, pool, from),
    admitAt: period?.start ? wallOf(period.start) : undefined, dischargeAt: period?.end ? wallOf(period.end) : undefined,
    way: wayOf(stay?.dischargeDisposition), receiver: nameOf('Organization', stay?.destination, pool, from) || nameOf('Location', stay?.destination, pool, from) || undefined,
    ...diagnosisCells(encounter, pool, from), operation: codesOf(pool.about('Procedure', from)), allergy: patient && codesOf(pool.about('AllergyIntolerance', patient)),
  });
}
