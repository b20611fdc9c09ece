import { describe, expect, it } from 'vitest';
import { testBank } from '#sandbox/testing/bank.ts';
import { faultCatalogue } from '#sandbox/world/faults.ts';
import type { RunReport } from './run.ts';
import { loadScenario, scenarioNames } from './scenario.ts';

const bank = testBank();

const play = (name: string, body: object) => bank.control<RunReport>('POST', `scenarios/${name}`, body);
const broken = (report: RunReport) => report.steps.filter(({ state }) => state === 'failed');

describe('the scenarios that ship', () => {
  it('are ten, each after a complaint, and each ends with what the app has to show', () => {
    const all = scenarioNames().map((name) => loadScenario(name));
    expect(all).toHaveLength(10);
    for (const { complaint, story, steps } of all) {
      expect(complaint.length).toBeGreaterThan(20);
      expect(story.length).toBeGreaterThan(150);
      expect(steps.at(-1)?.step.expect?.app).toBeDefined();
    }
    expect(new Set(all.map(({ complaint }) => complaint)).size).toBe(10);
  });

  it('use faults of every sort but those of single requests', () => {
    const armed = scenarioNames().flatMap((name) =>
      loadScenario(name).steps.flatMap(({ step }) => step.arm?.fault ?? []),
    );
    const sorts = new Set(armed.map((fault) => faultCatalogue[fault].acts));
    expect([...sorts].sort()).toEqual(['at once', 'events', 'refreshes']);
    expect(new Set(armed).size).toBeGreaterThanOrEqual(12);
  });

  it.each(scenarioNames())('hold on the bank’s side with played people: %s', async (name) => {
    const report = await play(name, { reset: true, seed: 11 });
    expect(broken(report)).toEqual([]);
    expect(report).toMatchObject({ ok: true, people: 'played', next: null, waitsFor: null });
  });
});
