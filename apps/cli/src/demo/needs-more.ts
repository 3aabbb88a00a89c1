import { line, type SceneNeed } from './demo-scenes.js';

/** Smaller requests, among them what is left over from earlier years. */
export const NEEDS_MORE: readonly SceneNeed[] = [
  {
    by: 'focal-haiti',
    until: 'published',
    months: 18,
    content: {
      areaIso2: 'HT',
      language: 'fr',
      title: 'Juges et procureurs formés aux affaires de trafic d’armes',
      summary:
        "Peu d'affaires de trafic d'armes aboutissent, faute de preuves recevables. Vingt magistrats et vingt enquêteurs suivraient ensemble " +
        'une formation fondée sur des cas réels, suivie de deux visites de mentors.',
      priority: 3,
      items: [
        line(
          'LAWENF',
          'training',
          '40 training-place',
          'Formation commune de magistrats et d’enquêteurs, avec deux visites de mentors',
          {
            unitCost: '900',
            minimum: '20 training-place',
          },
        ),
      ],
    },
  },
  {
    by: 'focal-haiti-2',
    until: 'expired',
    months: 6,
    content: {
      areaIso2: 'HT',
      title: 'Count of weapons held by private security companies',
      summary:
        'Some eighty private security companies hold weapons, and nobody knows how many. A count with visits to every company is to become ' +
        'the beginning of their register.',
      priority: 3,
      items: [
        line('RECORD', 'financial', '47000 USD', 'Visits to eighty companies and data entry', { minimum: '20000 USD' }),
      ],
    },
  },
  {
    by: 'focal-malawi',
    until: 'published',
    months: 15,
    content: {
      areaIso2: 'MW',
      title: 'Game rangers hand over seized weapons with a paper trail',
      summary:
        'Rangers of three parks seize about 200 weapons a year, which wait in offices until a court decides. Safes, forms and a shared ' +
        'procedure with the police would close the gap.',
      priority: 2,
      items: [
        line('STOCK', 'equipment', '6 safe', 'Safes for seized weapons', { unitCost: '1900', minimum: '2 safe' }),
        line('LAWENF', 'training', '24 training-place', 'Procedure from seizure to court', { unitCost: '210' }),
      ],
    },
  },
  {
    by: 'focal-malawi-2',
    until: 'published',
    months: 5,
    content: {
      areaIso2: 'MW',
      title: 'Send the point of contact to a regional workshop',
      summary:
        'Malawi could not send anybody to the last two workshops of the points of contact of the region. The point of contact would speak of ' +
        'the ledgers on paper and learn from States with the same problem.',
      priority: 2,
      items: [
        line('PARTIC', 'travel', '1 journey', 'Journey and stay of one delegate for five days', { unitCost: '2100' }),
      ],
    },
  },
  {
    by: 'focal-ivoire',
    until: 'closed-partly',
    reason: 'Deux régions sur trois ont été équipées ; la troisième sera demandée à nouveau.',
    months: 3,
    content: {
      areaIso2: 'CI',
      language: 'fr',
      title: 'Coffres pour les brigades de trois régions',
      summary:
        'Les brigades de trois régions gardent leurs armes dans des armoires en bois. Le projet les dote de coffres scellés au mur, ' +
        'dix par région.',
      priority: 3,
      items: [
        line('STOCK', 'equipment', '30 safe', 'Coffres pour douze armes, scellés au mur', {
          unitCost: '1500',
          minimum: '10 safe',
        }),
      ],
    },
  },
  {
    by: 'focal-cameroon',
    until: 'published',
    months: 9,
    content: {
      areaIso2: 'CM',
      language: 'fr',
      title: 'Autorité nationale de licences pour les transferts',
      summary:
        "Trois ministères délivrent des autorisations d'importation sans se consulter. Une autorité unique est décidée ; elle demande un " +
        "appui pour ses procédures, et l'expérience d'un État voisin.",
      priority: 3,
      items: [
        line('TRANSFER', 'expertise', '40 person-day', 'Appui à la mise en place des procédures', {
          unitCost: '610',
          minimum: '10 person-day',
        }),
      ],
    },
  },
  {
    by: 'focal-peru',
    until: 'published',
    months: 6,
    content: {
      areaIso2: 'PE',
      language: 'es',
      title: 'Intercambio con Estados que destruyen en público',
      summary:
        'Antes de poner en marcha una trituradora, la autoridad quiere conocer la experiencia de otros Estados de la región que destruyen armas en ' +
        'público, y compartir después sus propias lecciones.',
      priority: 2,
      items: [
        line('SURPLUS', 'information', '1 item', 'Buenas prácticas de destrucción pública'),
        line('REGION', 'travel', '4 journey', 'Visita de trabajo de cuatro funcionarios', { unitCost: '1600' }),
      ],
    },
  },
  {
    by: 'focal-jamaica-2',
    until: 'published',
    months: 22,
    content: {
      areaIso2: 'JM',
      title: 'Register of firearms that answers in seconds',
      summary:
        'The register of licensed firearms runs on software that its maker no longer keeps. A new one must take over 52,000 records and ' +
        'answer a tracing request in seconds, day and night.',
      priority: 4,
      items: [
        line('RECORD', 'technology', '1 licence', 'Register with import of 52,000 records', { unitCost: '210000' }),
        line('TECH', 'expertise', '80 person-day', 'Handing over to own staff, two years', {
          unitCost: '450',
          isEssential: false,
        }),
      ],
    },
  },
  {
    by: 'focal-jordan',
    until: 'published',
    months: 12,
    content: {
      areaIso2: 'JO',
      title: 'Children who left armed groups across the border',
      summary:
        'Two centres care for children who were with armed groups across the border. They need teachers and psychologists who speak their ' +
        'language, for two school years.',
      priority: 4,
      visibility: 'coordinators',
      items: [
        line('CHILD', 'financial', '230000 USD', 'Teachers and psychologists of two centres for two years', {
          minimum: '115000 USD',
        }),
      ],
    },
  },
  {
    by: 'focal-kenya',
    until: 'published',
    months: 9,
    content: {
      areaIso2: 'KE',
      title: 'Escorts for weapons on their way to destruction',
      summary:
        'Collected weapons wait in four county stores until a convoy takes them to the furnace. Routes and days must stay known to few; ' +
        'radios and a course for the escorts are asked for.',
      priority: 4,
      visibility: 'parties-only',
      items: [
        line('SURPLUS', 'equipment', '12 set', 'Radios and locked boxes for two convoys', { unitCost: '1900' }),
        line('SURPLUS', 'training', '24 training-place', 'Course in safe transport of weapons', { unitCost: '410' }),
      ],
    },
  },
  {
    by: 'focal-philippines',
    until: 'published',
    months: 11,
    content: {
      areaIso2: 'PH',
      title: 'Coast guard finds weapons in small boats',
      summary:
        'Weapons move between islands in small boats. Ten boarding teams need tools and a course in searching boats without damage, given ' +
        'together with the coast guards of two neighbours.',
      priority: 4,
      items: [
        line('BORDER', 'training', '40 training-place', 'Course in searching small boats', {
          unitCost: '730',
          minimum: '10 training-place',
        }),
        line('BORDER', 'equipment', '10 set', 'Search tools for boarding teams', { unitCost: '3100' }),
      ],
    },
  },
  {
    by: 'focal-kyrgyzstan',
    until: 'published',
    months: 10,
    content: {
      areaIso2: 'KG',
      language: 'ru',
      title: 'Маркировочные станки для пограничной службы',
      summary:
        'Оружие пограничной службы не имеет маркировки страны. Требуются два мобильных станка и обучение операторов, чтобы за год промаркировать ' +
        'около шести тысяч единиц на заставах.',
      priority: 4,
      items: [
        line('MARK', 'equipment', '2 machine', 'Мобильные маркировочные станки', {
          unitCost: '25500',
          minimum: '1 machine',
        }),
        line('MARK', 'training', '6 training-place', 'Обучение операторов, одна неделя', { unitCost: '800' }),
      ],
    },
  },
  {
    by: 'focal-moldova',
    until: 'published',
    months: 13,
    content: {
      areaIso2: 'MD',
      title: 'Survey of illicit firearms in four districts',
      summary:
        'Nobody knows how many firearms are held without a licence. A household survey in four districts, done twice, would show whether the ' +
        'yearly amnesty works and where to go next.',
      priority: 2,
      items: [
        line('RESEARCH', 'financial', '64000 EUR', 'Household survey in four districts, twice', {
          minimum: '32000 EUR',
        }),
      ],
    },
  },
  {
    by: 'focal-cameroon-2',
    until: 'rejected',
    months: 12,
    reason:
      'Vehicles of general use are outside the Programme of Action; a request for transport of seized weapons would be taken up.',
    content: {
      areaIso2: 'CM',
      title: 'Patrol cars for the gendarmerie',
      summary: 'The gendarmerie asks for patrol cars for its general duties in the whole of the country.',
      priority: 2,
      items: [line('LAWENF', 'equipment', '30 vehicle', 'Patrol cars with four-wheel drive', { unitCost: '34000' })],
    },
  },
  {
    by: 'focal-kenya-2',
    until: 'merged',
    into: 'Mark civilian firearms at the licensing offices of eight counties',
    reason: 'The same machines, asked for by letter as well.',
    months: 14,
    content: {
      areaIso2: 'KE',
      title: 'Eight marking machines for county licensing offices',
      summary:
        'Eight county offices license civilian firearms and cannot mark them. The ministry asked for the machines by letter as well.',
      priority: 4,
      items: [line('MARK', 'equipment', '8 machine', 'Marking machines for licensing offices', { unitCost: '22000' })],
    },
  },
];
