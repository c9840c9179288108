/** Random numbers that are the same in every run (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * Queries of every construct of the language, most of them sound, over the series of `stores.ts`; about one in four has
 * something that Prometheus refuses.
 */
export function generatedQueries(count: number, seed: number): readonly string[] {
  const write = new Writer(dice(seed));
  const queries = new Set<string>();
  while (queries.size < count) queries.add(write.query());
  return [...queries];
}

type Maker = () => string;

const DEEPEST = 4;

class Writer {
  readonly #roll: () => number;
  /** Whether this query is to have faults. */
  #faulty = false;
  #depth = 0;

  constructor(roll: () => number) {
    this.#roll = roll;
  }

  query(): string {
    this.#faulty = this.#chance(0.3);
    this.#depth = 0;
    return this.#chance(0.05) ? this.#scalar() : this.#vector();
  }

  #chance(probability: number): boolean {
    return this.#roll() < probability;
  }

  #fault(): boolean {
    return this.#faulty && this.#chance(0.12);
  }

  #pick<T>(...from: readonly [T, ...T[]]): T {
    return from[Math.floor(this.#roll() * from.length)] ?? from[0];
  }

  #deeper(make: readonly [Maker, ...Maker[]], leaf: Maker): string {
    if (this.#depth >= DEEPEST) return leaf();
    this.#depth += 1;
    const made = this.#pick(...make)();
    this.#depth -= 1;
    return made;
  }

  #vector(): string {
    return this.#deeper(
      [
        () => this.#modified(),
        () => this.#aggregation(),
        () => this.#aggregation(),
        () => this.#ofVector(),
        () => this.#ofRange(),
        () => this.#ofRange(),
        () => this.#betweenVectors(),
        () => this.#betweenVectors(),
        () => this.#withScalar(),
        () => `(${this.#vector()})`,
        () => `-${this.#vector()}`,
        () => `vector(${this.#scalar()})`,
        () => this.#quantile(),
      ],
      () => this.#modified(),
    );
  }

  #scalar(): string {
    if (this.#fault())
      return this.#pick<Maker>(
        () => this.#vector(),
        () => '"0.5"',
        () => this.#range(),
      )();
    return this.#deeper(
      [
        () => this.#number(),
        () => this.#number(),
        () => this.#number(),
        () => `scalar(${this.#vector()})`,
        () => this.#pick('time()', 'pi()'),
        () => `(${this.#scalar()} ${this.#pick('+', '-', '*', '/', '%', '^')} ${this.#scalar()})`,
        () => `(${this.#scalar()} ${this.#pick('>', '<=', '==')} ${this.#fault() ? '' : 'bool '}${this.#scalar()})`,
      ],
      () => this.#number(),
    );
  }

  #number(): string {
    return this.#pick('0', '1', '2', '0.5', '10', '-1', '1e3', '0.99', '60', 'Inf', 'NaN', '5m');
  }

  #modified(): string {
    const selector = this.#selector();
    if (this.#fault())
      return this.#pick(`(${selector}) offset 5m`, `sum(${selector}) @ 60`, `${selector} offset 1m offset 2m`);
    return this.#chance(0.12)
      ? `${selector} ${this.#pick('offset 1m', 'offset 5m', '@ 1700000600', '@ end()')}`
      : selector;
  }

  #selector(): string {
    const name = this.#pick(
      'gwq',
      'gwq',
      'calls_total',
      'lat_bucket',
      'lat_count',
      'up',
      'own_pending',
      'a_capacity',
      'absent_metric',
    );
    const chosen = Array.from({ length: Math.floor(this.#roll() * 3) }, () => this.#matcher());
    // One for each label, so that they do not contradict one another.
    const matchers = [...new Map(chosen.map(matcher => [/^\w+/.exec(matcher)?.[0], matcher])).values()];
    if (this.#fault()) matchers.push(this.#badMatcher());
    if (this.#chance(0.06))
      return `{__name__=~"${this.#pick('gwq|up', 'gw.*', 'calls.+')}"${matchers.map(matcher => `,${matcher}`).join('')}}`;
    return matchers.length === 0 && this.#chance(0.7) ? name : `${name}{${matchers.join(',')}}`;
  }

  #matcher(): string {
    return this.#pick(
      'job="p"',
      'job="gateway"',
      'job=~"p|gateway"',
      'job=~"gate.*"',
      'job!="p"',
      'pod=~"p-.*"',
      'to="p"',
      'to=~".+"',
      'instance="a"',
      'instance!~"b|c"',
      'to=~"p|q|"',
    );
  }

  /** Refused, or nearly; those that are taken let the pool through. */
  #badMatcher(): string {
    return this.#pick(
      'to=~"("',
      'to=~"a**"',
      'to=~"(?=x)"',
      'to=~"[b-a]"',
      'to!~"x{3,2}"',
      'to="\\d"',
      'to=~"\\\\w+"',
      'to=~"a{2,5}?b|[^-x]"',
      'to=~"(?i)P"',
      'to=~"\\\\1"',
      '__name__="gwq"',
      '__name__=~"gwq"',
    );
  }

  #range(): string {
    const length = this.#pick('1m', '2m', '5m', '10m', '90s', '45s', '300');
    if (this.#fault())
      return this.#pick(
        `(${this.#selector()})[${length}]`,
        `${this.#selector()} offset 1m[${length}]`,
        `${this.#selector()}[0s]`,
        `sum(${this.#selector()})[${length}]`,
        this.#vector(),
      );
    if (this.#chance(0.25)) {
      const of = this.#pick<Maker>(
        () => `(${this.#vector()})`,
        () => `sum(${this.#vector()})`,
        () => this.#selector(),
      )();
      return `${of}[${length}:${this.#pick('', '30s', '1m')}]`;
    }
    return `${this.#selector()}[${length}]${this.#chance(0.1) ? ' offset 1m' : ''}`;
  }

  #ofRange(): string {
    const name = this.#pick(
      'rate',
      'rate',
      'increase',
      'irate',
      'delta',
      'idelta',
      'deriv',
      'changes',
      'resets',
      'avg_over_time',
      'min_over_time',
      'max_over_time',
      'sum_over_time',
      'count_over_time',
      'last_over_time',
      'first_over_time',
      'present_over_time',
      'absent_over_time',
      'stddev_over_time',
      'quantile_over_time',
      'predict_linear',
      'mad_over_time',
    );
    if (this.#fault())
      return `${name}(${this.#pick<Maker>(
        () => '',
        () => `${this.#range()}, 3, 4`,
        () => this.#vector(),
      )()})`;
    if (name === 'quantile_over_time') return `${name}(${this.#share()}, ${this.#range()})`;
    return name === 'predict_linear' ? `${name}(${this.#range()}, ${this.#scalar()})` : `${name}(${this.#range()})`;
  }

  #share(): string {
    return this.#chance(0.8) ? this.#pick('0', '0.2', '0.5', '0.99', '1') : this.#scalar();
  }

  #quantile(): string {
    const buckets = `rate(lat_bucket${this.#chance(0.5) ? `{${this.#matcher()}}` : ''}[${this.#pick('2m', '5m')}])`;
    return this.#pick(
      `histogram_quantile(${this.#share()}, sum by (le) (${buckets}))`,
      `histogram_quantile(${this.#share()}, sum by (le, job) (${buckets}))`,
      `histogram_quantile(${this.#share()}, ${buckets})`,
    );
  }

  #ofVector(): string {
    const of = this.#vector();
    if (this.#fault())
      return this.#pick(
        `abs(${of}, 1)`,
        `clamp_min(${of})`,
        `absent(1)`,
        `round()`,
        `hour("a")`,
        `label_replace(${of}, "x", "y", "z")`,
        `scalar(1)`,
        `clamp(${of}, 1)`,
        `histogram_quantile(${of}, 0.9)`,
        `label_replace(${of}, "x", "$1", "job", "(")`,
        `ceiling(${of})`,
      );
    return this.#pick(
      `${this.#pick('abs', 'ceil', 'floor', 'sgn', 'exp', 'sqrt', 'ln', 'log2', 'sin', 'deg', 'sort', 'sort_desc', 'timestamp', 'absent', 'round')}(${of})`,
      `${this.#pick('clamp_min', 'clamp_max', 'round')}(${of}, ${this.#scalar()})`,
      `clamp(${of}, ${this.#scalar()}, ${this.#scalar()})`,
      `label_replace(${of}, "dst", "$1", "job", "(.*)")`,
      `label_replace(${of}, "job", "", "", "")`,
      `label_join(${of}, "dst", "-", "job", "to")`,
      `${this.#pick('hour', 'minute', 'day_of_week', 'month')}(${this.#chance(0.3) ? '' : of})`,
      `absent(${of})`,
    );
  }

  #aggregation(): string {
    const of = this.#vector();
    const grouping = this.#chance(0.5)
      ? ''
      : ` ${this.#pick('by', 'without')} (${this.#pick('', 'job', 'to', 'job, instance', 'instance, to')})`;
    if (this.#fault())
      return this.#pick(
        `sum${grouping}(${of}, ${of})`,
        `topk${grouping}(${of})`,
        `count_values${grouping}(1, ${of})`,
        `sum${grouping}(${this.#scalar()})`,
        `quantile${grouping}(${of}, 0.9)`,
      );
    const plain = this.#pick('sum', 'sum', 'sum', 'max', 'min', 'avg', 'count', 'group', 'stddev', 'stdvar');
    return this.#pick(
      `${plain}${grouping} (${of})`,
      `${plain}${grouping} (${of})`,
      `${plain}${grouping} (${of})`,
      `${this.#pick('topk', 'bottomk')}${grouping} (${this.#pick('0', '1', '2')}, ${of})`,
      `quantile${grouping} (${this.#share()}, ${of})`,
      `count_values${grouping} ("value", ${of})`,
      `limitk${grouping} (${this.#pick('1', '2')}, ${of})`,
    );
  }

  #betweenVectors(): string {
    const [left, right] = [this.#vector(), this.#vector()];
    const on = `${this.#pick('on', 'ignoring')} (${this.#pick('', '', 'job', 'to', 'instance')})`;
    if (this.#fault())
      return this.#pick(
        `${left} + bool ${right}`,
        `${left} and on (job) group_left () ${right}`,
        `${left} * on (job) group_left (job) ${right}`,
        `${left} or 1`,
        `1 and ${right}`,
        `${left} * on (job) 2`,
        `${left} unless ${this.#scalar()}`,
      );
    const set = this.#pick('and', 'or', 'unless');
    const calculates = this.#pick('+', '-', '*', '/', '%', '^', 'atan2');
    const compares = this.#pick('>', '<', '>=', '<=', '==', '!=');
    return this.#pick(
      `(${left} ${set} ${right})`,
      `(${left} ${set} ${on} ${right})`,
      `(${left} ${set} ${on} ${right})`,
      `(${left} ${calculates} ${right})`,
      `(${left} ${calculates} ${on} ${right})`,
      `(${left} ${calculates} ${on} ${this.#pick('group_left', 'group_right')} (${this.#pick('', 'to')}) ${right})`,
      `(${left} ${compares} ${this.#pick('', 'bool ')}${right})`,
      `(${left} ${compares} ${this.#pick('', 'bool ')}${on} ${right})`,
    );
  }

  #withScalar(): string {
    const [vector, scalar] = [this.#vector(), this.#scalar()];
    const operator = this.#pick(
      '+',
      '-',
      '*',
      '/',
      '%',
      '^',
      '>',
      '<',
      '>=',
      '<=',
      '==',
      '!=',
      '> bool',
      '== bool',
      '<= bool',
    );
    return this.#chance(0.7) ? `(${vector} ${operator} ${scalar})` : `(${scalar} ${operator} ${vector})`;
  }
}
