import { line, type SceneNeed } from './demo-scenes.js';

export const NEEDS_ASIA: readonly SceneNeed[] = [
  {
    by: 'focal-china',
    until: 'published',
    months: 14,
    content: {
      areaIso2: 'CN',
      language: 'zh',
      title: '枪支标记机与追查培训',
      summary:
        '两个边境省份的警察仓库中约有六千支收缴的枪支没有清晰的标识，收到追查请求时无法迅速答复。' +
        '需要可移动的标记机，并与有经验的国家交流登记和追查的做法。',
      priority: 3,
      alreadyDone: '二〇二五年已完成库存清点。',
      paragraphs: ['PoA A.8'],
      items: [
        line('MARK', 'equipment', '2 machine', '可移动的枪支标记机', { unitCost: '26000', minimum: '1 machine' }),
        line('TRACE', 'training', '24 training-place', '追查请求的处理培训，一周', {
          unitCost: '640',
          ownContribution: '场地和口译。',
        }),
      ],
    },
  },
  {
    by: 'focal-philippines',
    until: 'published',
    months: 12,
    content: {
      areaIso2: 'PH',
      title: 'Armouries of provincial police that withstand typhoons',
      summary:
        'Seven provincial armouries were damaged in the last three seasons and stood open for days. Steel doors, racks and raised floors ' +
        'follow a design that stood the last typhoon in one province.',
      priority: 5,
      actionPlan: 'National action plan 2024–2028',
      actionPlanRank: 1,
      alreadyDone: 'One armoury was rebuilt as a model in 2025.',
      paragraphs: ['PoA A.8'],
      items: [
        line('STOCK', 'financial', '510000 USD', 'Doors, raised floors and lighting for seven armouries', {
          minimum: '73000 USD',
          place: 'Eastern Visayas and Bicol',
          site: 'Camp perimeter sketches are with the directorate for logistics.',
          ownContribution: 'Labour and design.',
        }),
        line('STOCK', 'equipment', '140 rack', 'Lockable racks for rifles', { unitCost: '380', minimum: '20 rack' }),
      ],
    },
  },
  {
    by: 'focal-philippines',
    until: 'published',
    months: 10,
    content: {
      areaIso2: 'PH',
      title: 'Mark firearms that gunsmiths make under licence',
      summary:
        'Licensed gunsmiths of one city make about 3,000 firearms a year and mark them by hand stamp, which wears off. Machines shared by ' +
        'their association would give each piece a mark that lasts.',
      priority: 3,
      items: [
        line('MARK', 'equipment', '2 machine', 'Marking machines for a shared workshop', { unitCost: '24500' }),
        line('MANUF', 'training', '30 training-place', 'Training of gunsmiths in marking and records', {
          unitCost: '260',
        }),
      ],
    },
  },
  {
    by: 'focal-philippines-2',
    until: 'submitted',
    months: 9,
    content: {
      areaIso2: 'PH',
      title: 'Point of contact with a deputy and an office of its own',
      summary:
        'The national point of contact is one officer with two other tasks. The State creates two posts; it asks for equipment of the ' +
        'office and for an exchange with States that run such offices well.',
      priority: 3,
      items: [
        line('NPC', 'equipment', '2 set', 'Computers with secure messaging', { unitCost: '2300' }),
        line('NPC', 'travel', '4 journey', 'Visits to two other points of contact', { unitCost: '2100' }),
      ],
    },
  },
  {
    by: 'focal-jordan',
    until: 'published',
    months: 14,
    content: {
      areaIso2: 'JO',
      language: 'ar',
      title: 'أجهزة كشف الأسلحة في ثلاثة معابر حدودية',
      summary:
        'تمر عبر ثلاثة معابر حدودية آلاف الشاحنات كل شهر، ولا يُفتش منها إلا القليل. تطلب إدارة الجمارك أجهزة كشف متنقلة وتدريباً للمفتشين ' +
        'على تمييز الأسلحة وأجزائها، وتتكفل الدولة بالمباني والموظفين.',
      priority: 5,
      paragraphs: ['PoA B.17'],
      items: [
        line('BORDER', 'equipment', '3 set', 'أجهزة كشف متنقلة بالأشعة السينية', {
          unitCost: '96000',
          minimum: '1 set',
          place: 'المعابر الشمالية',
          ownContribution: 'المباني والموظفون',
        }),
        line('BORDER', 'training', '30 training-place', 'تدريب المفتشين على تمييز الأسلحة وأجزائها', {
          unitCost: '540',
        }),
      ],
    },
  },
  {
    by: 'focal-jordan',
    until: 'published',
    months: 11,
    content: {
      areaIso2: 'JO',
      language: 'ar',
      title: 'برنامج لحفظ سجلات الأسلحة المرخصة',
      summary:
        'ما زالت سجلات الأسلحة المرخصة في المحافظات محفوظة على الورق. يطلب هذا المشروع برنامجاً لحفظ السجلات باللغة العربية وإدخال السجلات القديمة ' +
        'حتى يمكن الرد على طلبات التعقب خلال أيام.',
      priority: 4,
      visibility: 'states-only',
      items: [
        line('RECORD', 'technology', '12 licence', 'برنامج لحفظ السجلات باللغة العربية', { unitCost: '1800' }),
        line('RECORD', 'financial', '60000 USD', 'إدخال السجلات القديمة لاثنتي عشرة محافظة', { minimum: '5000 USD' }),
      ],
    },
  },
  {
    by: 'focal-jordan-2',
    until: 'under-review',
    months: 8,
    content: {
      areaIso2: 'JO',
      title: 'Handbook of weapons and ammunition in Arabic',
      summary:
        'Inspectors of the region use handbooks in foreign languages. A handbook in Arabic, free to copy, would serve all States that ' +
        'speak it; the armed forces lend their collection for photographs.',
      priority: 3,
      items: [
        line('RESEARCH', 'information', '1 item', 'Handbook with photographs, printed and online'),
        line('REGION', 'financial', '38000 USD', 'Editing and printing of 2,000 copies'),
      ],
    },
  },
  {
    by: 'focal-kyrgyzstan',
    until: 'published',
    months: 16,
    content: {
      areaIso2: 'KG',
      language: 'ru',
      title: 'Безопасное хранение боеприпасов на двух складах',
      summary:
        'Два склада боеприпасов находятся рядом с жилыми домами, ограждение и освещение устарели. Проект предусматривает ограждение, молниезащиту и ' +
        'обучение персонала по международным техническим руководствам.',
      priority: 5,
      visibility: 'states-only',
      alreadyDone: 'В 2024 году проведена инвентаризация.',
      items: [
        line('STOCK', 'financial', '290000 EUR', 'Ограждение, молниезащита и освещение двух складов', {
          minimum: '90000 EUR',
          place: 'Чуйская область',
          site: 'План складов хранится в министерстве обороны.',
          ownContribution: 'Строительные работы',
        }),
        line('STOCK', 'training', '12 training-place', 'Обучение персонала складов', { unitCost: '1100' }),
      ],
    },
  },
  {
    by: 'focal-kyrgyzstan',
    until: 'published',
    months: 9,
    content: {
      areaIso2: 'KG',
      language: 'ru',
      title: 'Межведомственная комиссия по стрелковому оружию',
      summary:
        'Комиссия создана указом в 2025 году, но не имеет секретариата. Требуются консультации по порядку работы с учётом опыта соседних стран и ' +
        'оборудование для небольшого секретариата.',
      priority: 3,
      items: [
        line('COORD', 'expertise', '20 person-day', 'Консультации по порядку работы комиссии', { unitCost: '520' }),
        line('COORD', 'equipment', '3 set', 'Рабочие места секретариата', { unitCost: '1700', isEssential: false }),
      ],
    },
  },
  {
    by: 'focal-kyrgyzstan-2',
    until: 'published',
    months: 12,
    content: {
      areaIso2: 'KG',
      language: 'ru',
      title: 'Присоединение к Протоколу об огнестрельном оружии',
      summary:
        'Правительство рассматривает присоединение к Протоколу об огнестрельном оружии. Требуется анализ законодательства и подготовка проекта закона с ' +
        'участием экспертов, знакомых с правом региона.',
      priority: 2,
      items: [
        line('TREATY', 'legal-drafting', '30 person-day', 'Анализ законодательства и проект закона', {
          unitCost: '640',
        }),
      ],
    },
  },
  {
    by: 'focal-fiji',
    until: 'published',
    months: 13,
    content: {
      areaIso2: 'FJ',
      title: 'One armoury standard for island posts',
      summary:
        'Nineteen posts on outer islands keep a few weapons each, often in a cupboard. Small certified safes and one visiting armourer ' +
        'would bring all of them to the same standard within a year.',
      priority: 4,
      paragraphs: ['PoA A.8'],
      items: [
        line('STOCK', 'equipment', '19 safe', 'Certified safes for up to twelve weapons', {
          unitCost: '1450',
          minimum: '5 safe',
          place: 'Suva, for the outer islands',
        }),
        line('TECH', 'expertise', '60 person-day', 'Visiting armourer who trains keepers on the spot', {
          unitCost: '430',
        }),
      ],
    },
  },
  {
    by: 'focal-fiji',
    until: 'published',
    months: 8,
    content: {
      areaIso2: 'FJ',
      title: 'Help to write the national report on time',
      summary:
        'The last two reports on the Programme of Action came late, because figures of five services were gathered by letter. A template ' +
        'with the figures of the register filled in, and two weeks with an expert, would do.',
      priority: 2,
      paragraphs: ['PoA B.15'],
      items: [
        line('REPORT', 'expertise', '10 person-day', 'Expert who helps with the report on the Programme of Action', {
          unitCost: '500',
        }),
      ],
    },
  },
  {
    by: 'focal-fiji-2',
    until: 'withdrawn',
    reason: 'These six posts are among those of the need for all island posts.',
    months: 10,
    content: {
      areaIso2: 'FJ',
      title: 'Safes for the police of the northern islands',
      summary: 'Six posts of the northern islands keep their weapons in cupboards and need safes.',
      priority: 3,
      items: [line('STOCK', 'equipment', '6 safe', 'Certified safes for island posts', { unitCost: '1450' })],
    },
  },
  {
    by: 'focal-moldova',
    until: 'published',
    months: 12,
    content: {
      areaIso2: 'MD',
      title: 'Police armouries of twelve districts brought to one standard',
      summary:
        'Twelve district armouries were surveyed with the help of a neighbouring State. Doors and alarm systems are the weakest point in ' +
        'all of them; the ministry repairs roofs and walls from its own budget.',
      priority: 4,
      actionPlan: 'Small arms control programme 2025–2027',
      actionPlanRank: 1,
      alreadyDone: 'Survey of all 42 armouries; six were rebuilt.',
      items: [
        line('STOCK', 'equipment', '12 set', 'Security doors with alarm', { unitCost: '7400', minimum: '3 set' }),
        line('STOCK', 'expertise', '24 person-day', 'Supervision of the installation', {
          unitCost: '480',
          isEssential: false,
        }),
      ],
    },
  },
  {
    by: 'focal-moldova',
    until: 'published',
    months: 7,
    content: {
      areaIso2: 'MD',
      title: 'Deactivated weapons checked at the border',
      summary:
        'Deactivated weapons cross the border and are reactivated elsewhere. Customs officers need to tell a sound deactivation from a ' +
        'poor one; a course and a reference collection would be shared with the neighbours.',
      priority: 3,
      items: [
        line('BORDER', 'training', '25 training-place', 'Course on deactivated and convertible weapons', {
          unitCost: '680',
        }),
        line('BORDER', 'information', '1 item', 'Reference collection of photographs and reports'),
      ],
    },
  },
  {
    by: 'focal-moldova-2',
    until: 'published',
    months: 11,
    content: {
      areaIso2: 'MD',
      title: 'Women in control of small arms: a mentoring year',
      summary:
        'Of 61 officers in licensing and control, seven are women. A mentoring year with officers of other States and a place at each ' +
        'training are to double that number.',
      priority: 3,
      items: [line('GENDER', 'financial', '52000 EUR', 'Mentoring year for twelve officers', { minimum: '13000 EUR' })],
    },
  },
];
