import { line, type SceneNeed } from './demo-scenes.js';

export const NEEDS_AMERICAS: readonly SceneNeed[] = [
  {
    by: 'focal-haiti',
    until: 'published',
    months: 10,
    content: {
      areaIso2: 'HT',
      language: 'fr',
      title: 'Former les douaniers de quatre ports à la détection des armes',
      summary:
        "La plupart des armes illicites arrivent par conteneur. Quatre ports n'ont ni agents formés ni procédure commune avec la police ; " +
        'la douane met à disposition les locaux et soixante agents.',
      priority: 5,
      paragraphs: ['PoA B.17', 'PoA C.20'],
      items: [
        line(
          'BORDER',
          'training',
          '60 training-place',
          'Formation à la détection des armes et de leurs pièces, une semaine',
          {
            unitCost: '620',
            minimum: '15 training-place',
            place: 'Port-au-Prince et Cap-Haïtien',
            ownContribution: 'Les locaux et le salaire des agents.',
          },
        ),
        line('BORDER', 'equipment', '4 set', 'Endoscopes et outils de fouille', { unitCost: '5200' }),
      ],
    },
  },
  {
    by: 'focal-haiti-2',
    until: 'validated',
    months: 15,
    content: {
      areaIso2: 'HT',
      title: 'A laboratory that can read erased serial numbers',
      summary:
        'Four out of ten recovered firearms have an erased number. The forensic police has the chemists, but neither the microscopes nor ' +
        'the reagents to make numbers readable again.',
      priority: 4,
      items: [
        line('TRACE', 'equipment', '2 set', 'Comparison microscope and magnetic particle set', { unitCost: '47000' }),
        line('TRACE', 'training', '6 training-place', 'Training of examiners abroad, three weeks', {
          unitCost: '4800',
        }),
      ],
    },
  },
  {
    by: 'focal-jamaica',
    until: 'published',
    months: 12,
    content: {
      areaIso2: 'JM',
      title: 'Investigators who follow the money behind firearms',
      summary:
        'Firearms are paid with proceeds of fraud. The financial investigations division wants to train a joint team of police, customs ' +
        'and revenue officers, and to bring three cases to court within a year.',
      priority: 4,
      alreadyDone: 'The three services have signed a memorandum.',
      items: [
        line('FINANCE', 'training', '24 training-place', 'Course on illicit finance of firearms trafficking', {
          unitCost: '1500',
          minimum: '8 training-place',
          place: 'Kingston',
        }),
        line('FINANCE', 'expertise', '45 person-day', 'Mentor for the joint team', { unitCost: '720' }),
      ],
    },
  },
  {
    by: 'focal-jamaica',
    until: 'published',
    months: 17,
    content: {
      areaIso2: 'JM',
      title: 'Ballistic information shared between three parishes',
      summary:
        'Cartridge cases from three parishes are compared by hand in the capital, with a backlog of 2,300. Two acquisition stations, ' +
        'one of them for two parishes, would bring the wait from months to days. Published: Jamaica is one of the three pilot countries of the fund SALIENT, ' +
        'with Cameroon and South Sudan (United Nations, presentation of the fund).',
      priority: 5,
      visibility: 'states-only',
      items: [
        line('LAWENF', 'equipment', '2 set', 'Acquisition stations for ballistic images', { unitCost: '148000' }),
        line('LAWENF', 'training', '8 training-place', 'Training of operators', { unitCost: '3900' }),
      ],
    },
  },
  {
    by: 'focal-jamaica',
    until: 'published',
    months: 7,
    content: {
      areaIso2: 'JM',
      title: 'Peace clubs in forty schools',
      summary:
        'Forty schools in communities with much gun violence asked for peace clubs. Teachers are chosen; the project pays their training, ' +
        'materials and an exchange between schools for two years.',
      priority: 2,
      items: [
        line('AWARE', 'financial', '96000 USD', 'Training, materials and exchange for forty schools', {
          minimum: '24000 USD',
        }),
        line('CSO', 'information', '1 item', 'Good practice of other States on work with schools'),
      ],
    },
  },
  {
    by: 'focal-jamaica-2',
    until: 'withdrawn',
    reason: 'Met from the national budget.',
    months: 9,
    content: {
      areaIso2: 'JM',
      title: 'Safes for licensed dealers',
      summary:
        'Eleven licensed dealers were asked to store stock in certified safes; the State meant to subsidize half of the cost.',
      priority: 1,
      items: [line('STOCK', 'equipment', '11 safe', 'Certified safes for firearms dealers', { unitCost: '2600' })],
    },
  },
  {
    by: 'focal-peru',
    until: 'published',
    months: 13,
    content: {
      areaIso2: 'PE',
      language: 'es',
      title: 'Destruir 18.000 armas decomisadas',
      summary:
        'Los almacenes de la autoridad nacional guardan 18.000 armas decomisadas con sentencia firme. El marco legal permite destruirlas; ' +
        'falta una trituradora y un registro fotográfico que dé fe ante el público.',
      priority: 5,
      actionPlan: 'Plan nacional contra el tráfico ilícito 2024–2030',
      actionPlanRank: 3,
      alreadyDone: 'En 2024 se destruyeron 5.200 armas por fundición.',
      paragraphs: ['PoA A.8'],
      items: [
        line('SURPLUS', 'equipment', '1 machine', 'Trituradora hidráulica', {
          unitCost: '92000',
          place: 'Lima',
          ownContribution: 'Local, personal y custodia.',
        }),
        line('SURPLUS', 'financial', '40000 USD', 'Registro fotográfico y actos públicos de destrucción', {
          minimum: '10000 USD',
        }),
      ],
    },
  },
  {
    by: 'focal-peru',
    until: 'published',
    months: 11,
    content: {
      areaIso2: 'PE',
      language: 'es',
      title: 'Marcado de armas en la frontera norte',
      summary:
        'En tres puestos de la frontera norte las armas importadas entran sin marca de importación. Se piden máquinas y capacitación para ' +
        'marcar en el momento de la importación, como pide el Instrumento internacional de localización.',
      priority: 4,
      items: [
        line('MARK', 'equipment', '3 machine', 'Máquinas de marcado por micropercusión', {
          unitCost: '23500',
          minimum: '1 machine',
          place: 'Tumbes y Piura',
        }),
        line('MARK', 'training', '9 training-place', 'Capacitación de operadores', { unitCost: '780' }),
      ],
    },
  },
  {
    by: 'focal-peru',
    until: 'published',
    months: 15,
    content: {
      areaIso2: 'PE',
      language: 'es',
      title: 'Licencias de exportación y tránsito en línea',
      summary:
        'Las licencias de exportación, importación y tránsito se tramitan en papel en cuatro ministerios. Un expediente único en línea ' +
        'reduciría el plazo de noventa a quince días y dejaría rastro de cada decisión.',
      priority: 3,
      items: [
        line('TRANSFER', 'technology', '1 licence', 'Sistema de licencias con firma electrónica', {
          unitCost: '130000',
        }),
        line('TRANSFER', 'expertise', '50 person-day', 'Asistencia técnica para el diseño de los trámites', {
          unitCost: '560',
          minimum: '10 person-day',
        }),
      ],
    },
  },
  {
    by: 'focal-peru-2',
    until: 'published',
    months: 6,
    content: {
      areaIso2: 'PE',
      language: 'es',
      title: 'Enviar dos delegadas a un taller regional de puntos de contacto',
      summary:
        'La comisión nacional no tiene presupuesto de viajes este año. Pide el viaje de dos delegadas al próximo taller de los puntos de ' +
        'contacto de la región, donde presentarán la experiencia de destrucción pública.',
      priority: 2,
      items: [line('PARTIC', 'travel', '2 journey', 'Viaje y estancia de dos delegadas', { unitCost: '1900' })],
    },
  },
  {
    by: 'focal-peru-2',
    until: 'draft',
    months: 20,
    content: {
      areaIso2: 'PE',
      language: 'es',
      title: 'Programa de entrega voluntaria en la selva central',
      summary: '',
      items: [line('COLLECT', 'financial', '0 USD', 'Puntos de entrega')],
    },
  },
  {
    by: 'focal-caribbean',
    until: 'published',
    months: 18,
    content: {
      areaIso2: 'JM',
      title: 'A common form for tracing requests in the Caribbean',
      summary:
        'Fourteen members ask each other for traces in fourteen ways. A common form, a shared mailbox and one yearly exercise would let ' +
        'every member answer within the time that the International Tracing Instrument hopes for.',
      priority: 4,
      paragraphs: ['PoA B.16', 'ITI A.4'],
      items: [
        line('REGION', 'expertise', '35 person-day', 'Drafting of the form and of the rules of exchange', {
          unitCost: '650',
        }),
        line('TRACE', 'financial', '75000 USD', 'Two yearly exercises of all members', { minimum: '37500 USD' }),
      ],
    },
  },
  {
    by: 'focal-caribbean',
    until: 'closed-partly',
    reason: 'Eight of ten members took part; the other two train with a neighbour.',
    months: 4,
    content: {
      areaIso2: 'JM',
      title: 'Armourers of ten members trained in physical security',
      summary:
        'Armourers of ten members learn to survey a store, write down what is wrong and put it right with small means. The secretariat ' +
        'brings them together in two groups and visits each of them afterwards.',
      priority: 3,
      items: [
        line('STOCK', 'training', '20 training-place', 'Course on physical security of stores', { unitCost: '1300' }),
      ],
    },
  },
  {
    by: 'focal-caribbean-2',
    until: 'returned',
    reason: 'Please say for which members this is asked, and attach their agreement.',
    months: 14,
    content: {
      areaIso2: 'JM',
      title: 'Model law on parts and components',
      summary:
        'Parts and components arrive by parcel post and are assembled at home. Members want a model law that they can adopt without ' +
        'beginning from nothing.',
      priority: 3,
      items: [line('LEG', 'legal-drafting', '40 person-day', 'Model law with commentary', { unitCost: '700' })],
    },
  },
];
