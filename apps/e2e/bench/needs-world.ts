import pg from 'pg';

/** What needs are about, by the language that they are filed in. */
const WORDS: Readonly<Record<string, string>> = {
  en: 'marking machines weapons depots storage ammunition tracing records training police armoury fences destruction furnace software registers legislation brokers exports border officers stockpile surveillance locks inventory experts workshop rifles pistols vehicles laboratory forensic ballistics community awareness collection programme instructors spare needles maintenance barcode scanners servers licences customs airport harbour regional',
  fr: 'marquage machines armes dépôts stockage munitions traçage registres formation police armurerie clôtures destruction four logiciel législation courtiers exportations frontière agents surveillance serrures inventaire experts atelier fusils pistolets véhicules laboratoire balistique collecte sensibilisation',
  es: 'marcaje máquinas armas depósitos almacenamiento municiones rastreo registros capacitación policía armería cercas destrucción horno programas legislación intermediarios exportaciones frontera agentes vigilancia cerraduras inventario expertos taller fusiles pistolas vehículos laboratorio balística',
  ru: 'маркировка станки оружие склады хранение боеприпасы отслеживание учёт обучение полиция арсенал ограждения уничтожение печь программы законодательство посредники экспорт граница сотрудники наблюдение замки опись эксперты семинар винтовки пистолеты лаборатория',
  ar: 'وسم آلات أسلحة مستودعات تخزين ذخيرة تعقب سجلات تدريب شرطة أسوار تدمير فرن برامج تشريع وسطاء صادرات حدود ضباط مراقبة أقفال جرد خبراء ورشة بنادق مسدسات مختبر',
  zh: '标识 机器 武器 仓库 储存 弹药 追查 登记 培训 警察 军械库 围栏 销毁 熔炉 软件 立法 经纪 出口 边境 官员 监控 库存 专家 讲习班 步枪 手枪 实验室',
  und: 'marking machines weapons marquage armes dépôts marcaje armas registros formation training capacitación police',
};

const CATEGORIES = `(SELECT array_agg(code ORDER BY position) FROM assistance_categories)`;
const COUNTRIES = `(SELECT array_agg(iso2 ORDER BY md5(iso2)) FROM areas WHERE iso2 IS NOT NULL)`;

/**
 * Fills the tables with so many needs in all states, circles and languages, of one to three items each. The same numbers
 * give the same needs. Takes about a minute per 100,000.
 */
export async function fillNeeds(ownerUrl: string, count: number): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  const run = (sql: string, values: unknown[] = []) => owner.query(sql, values);
  try {
    await run('BEGIN');
    await run(`CREATE FUNCTION pg_temp.random_of(seed text) RETURNS float LANGUAGE sql IMMUTABLE AS
      $$ SELECT ((hashtextextended(seed, 7) >> 12) & 1048575) / 1048576.0 $$`);
    await run(
      `CREATE TEMP TABLE vocabulary ON COMMIT DROP AS
      SELECT key AS language, string_to_array(value, ' ') AS words FROM jsonb_each_text($1::jsonb)`,
      [JSON.stringify(WORDS)],
    );
    // The words of the field are in nearly every need; one in four is of a long tail, from every second need to a handful.
    await run(`CREATE FUNCTION pg_temp.say(vocabulary text[], words integer, seed text) RETURNS text LANGUAGE sql AS $$
      SELECT string_agg(CASE WHEN pg_temp.random_of(seed || 'p' || k) < 0.25
                             THEN 'topic' || floor(power(pg_temp.random_of(seed || 'n' || k), 4) * 20000)::integer
                             ELSE vocabulary[1 + floor(power(pg_temp.random_of(seed || k), 2) * cardinality(vocabulary))::integer] END,
                        ' ') FROM generate_series(1, words) k $$`);
    await run('ALTER TABLE need_items DISABLE TRIGGER derive_need_again');
    await run(`INSERT INTO organizations (id, kind, name)
      SELECT 'org_bench' || code, 'state', 'State ' || iso2 FROM areas WHERE iso2 IS NOT NULL
      UNION ALL SELECT 'org_bench_other' || k, 'ngo', 'Organization ' || k FROM generate_series(1, 3000) k`);
    await run(
      `INSERT INTO needs (id, organization_id, area_iso2, title, summary, language, state, visibility, priority, needed_by,
                          end_reason, created_at, submitted_at, published_at)
       SELECT 'need_' || lpad(k::text, 26, '0'), 'org_bench' || a.code, a.iso2,
              pg_temp.say(v.words, 6, 't' || k), pg_temp.say(v.words, 50, 's' || k), v.language, state, visibility,
              nullif(floor(r5 * 6)::integer, 0), CASE WHEN r6 < 0.8 THEN '2026-01-01'::date + (r6 * 1500)::integer END,
              CASE state WHEN 'withdrawn' THEN 'not needed any more' END, at,
              CASE WHEN state <> 'draft' THEN at END, CASE WHEN state NOT IN ('draft', 'submitted') THEN at END
         FROM (SELECT k, pg_temp.random_of('l' || k) AS r1, pg_temp.random_of('st' || k) AS r2, pg_temp.random_of('v' || k) AS r3,
                      pg_temp.random_of('a' || k) AS r4, pg_temp.random_of('pr' || k) AS r5, pg_temp.random_of('d' || k) AS r6,
                      '2020-01-01'::timestamptz + k * interval '30 minutes' AS at
                 FROM generate_series(1, $1::integer) k) base
         JOIN vocabulary v ON v.language = CASE WHEN r1 < 0.45 THEN 'en' WHEN r1 < 0.65 THEN 'fr' WHEN r1 < 0.8 THEN 'es'
           WHEN r1 < 0.88 THEN 'ar' WHEN r1 < 0.93 THEN 'ru' WHEN r1 < 0.97 THEN 'zh' ELSE 'und' END
         JOIN areas a ON a.iso2 = (${COUNTRIES})[1 + floor(power(r4, 2) * 240)::integer]
        CROSS JOIN LATERAL (SELECT
          CASE WHEN r2 < 0.75 THEN 'published' WHEN r2 < 0.83 THEN 'fulfilled' WHEN r2 < 0.88 THEN 'withdrawn'
               WHEN r2 < 0.93 THEN 'expired' WHEN r2 < 0.97 THEN 'submitted' ELSE 'draft' END AS state,
          CASE WHEN r3 < 0.6 THEN 'public' WHEN r3 < 0.8 THEN 'states-only' WHEN r3 < 0.95 THEN 'parties-only'
               ELSE 'coordinators' END AS visibility) chosen`,
      [count],
    );
    await run(`
      INSERT INTO need_items (id, need_id, position, category_code, type_code, description, currency, unit_code, requested,
                              committed, delivered, unit_cost_minor, unit_cost_currency)
      SELECT 'item_' || substr(n.id, 6) || p, n.id, p, c.codes[1 + floor(power(r1, 1.5) * cardinality(c.codes))::integer],
             t.codes[1 + floor(r2 * cardinality(t.codes))::integer], pg_temp.say(v.words, 12, n.id || p),
             CASE WHEN money THEN (ARRAY['USD', 'EUR', 'JPY', 'CHF'])[1 + floor(power(r3, 2) * 4)::integer] END,
             CASE WHEN NOT money THEN u.code END, amount,
             CASE WHEN n.state IN ('published', 'fulfilled') THEN CASE WHEN r4 < 0.6 THEN 0 WHEN r4 < 0.85 THEN amount / 3 ELSE amount END ELSE 0 END,
             0, CASE WHEN NOT money AND r3 < 0.7 THEN 120000 END, CASE WHEN NOT money AND r3 < 0.7 THEN 'USD' END
        FROM needs n JOIN vocabulary v USING (language)
       CROSS JOIN (SELECT ${CATEGORIES} AS codes) c CROSS JOIN (SELECT array_agg(code ORDER BY position) AS codes FROM assistance_types) t
       CROSS JOIN (SELECT min(code) AS code FROM units) u
       CROSS JOIN LATERAL generate_series(1, 1 + floor(power(pg_temp.random_of('i' || n.id), 2) * 3)::integer) p
       CROSS JOIN LATERAL (SELECT pg_temp.random_of('c' || n.id || p) AS r1, pg_temp.random_of('ty' || n.id || p) AS r2,
                                  pg_temp.random_of('m' || n.id || p) AS r3, pg_temp.random_of('co' || n.id || p) AS r4) r
       CROSS JOIN LATERAL (SELECT pg_temp.random_of('cu' || n.id || p) < 0.6 AS money) m
       CROSS JOIN LATERAL (SELECT CASE WHEN money THEN (power(10, 5 + r4 * 4))::bigint ELSE 1 + (r4 * 40)::bigint END AS amount) q
       `);
    await run(`INSERT INTO exchange_rates (currency, effective_on, units_per_usd, source)
      SELECT code, on_day, rate, 'bench' FROM (VALUES ('EUR', 0.9), ('JPY', 150), ('CHF', 0.8)) r (code, rate)
       CROSS JOIN (VALUES ('2025-01-01'::date), ('2025-06-01'), ('2026-01-01')) d (on_day) ON CONFLICT DO NOTHING`);
    await run('ALTER TABLE need_items ENABLE TRIGGER derive_need_again');
    await run('UPDATE needs SET title = title');
    await run('COMMIT');
    await run('VACUUM FULL needs');
    await run('VACUUM (ANALYZE) needs, need_items, organizations, areas, area_groups, exchange_rates');
  } finally {
    await owner.end();
  }
}
