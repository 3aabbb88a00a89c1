import { line, type SceneNeed } from './demo-scenes.js';

const PLAN_KE = 'National action plan on small arms, third edition';
const PLAN_CI = "Plan d'action national 2025–2029";

export const NEEDS_AFRICA: readonly SceneNeed[] = [
  {
    by: 'focal-kenya',
    until: 'published',
    months: 14,
    content: {
      areaIso2: 'KE',
      title: 'Mark civilian firearms at the licensing offices of eight counties',
      summary:
        'About 9,400 licensed firearms carry only the mark of their maker. Eight licensing offices renew them within two years; with a ' +
        'machine in each, every firearm is marked when its licence is renewed, and nobody travels to the capital for it. Published: the ' +
        'outcome of the Second Review Conference (2012) names marking machines (ITI plan, B.9).',
      priority: 4,
      actionPlan: PLAN_KE,
      actionPlanRank: 2,
      alreadyDone: 'Service weapons of the police were marked from 2019 to 2023 with two machines, which are worn out.',
      paragraphs: ['ITI B.9', 'ITI A.1'],
      items: [
        line(
          'MARK',
          'equipment',
          '8 machine',
          'Dot-peen marking machines, mains and battery, with clamps for long guns',
          {
            unitCost: '22500',
            minimum: '2 machine',
            place: 'Eight county licensing offices',
            prerequisites: 'A lockable room with a stable bench; all eight have one.',
            ownContribution: 'Sixteen operators and the rooms.',
          },
        ),
        line('MARK', 'training', '16 training-place', 'Training of two operators for each machine, one week', {
          unitCost: '850',
          place: 'Nairobi',
        }),
        line('MARK', 'equipment', '24 spare-part', 'Marking heads and styluses for three years', {
          unitCost: '310',
          isEssential: false,
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
      title: 'Trace firearms recovered along the northern border within ten days',
      summary:
        'A request for tracing from the border counties takes four months, because serial numbers travel on paper. Six stations need ' +
        'access to the tracing tools of INTERPOL and officers who know how to ask.',
      priority: 5,
      actionPlan: PLAN_KE,
      actionPlanRank: 1,
      alreadyDone: 'The national central bureau trained four officers in 2024.',
      alsoSubmittedTo: ['unscar'],
      alsoSubmittedNote: 'Published: its call of 2019 allowed up to USD 150,000 for a field project (UNSCAR).',
      paragraphs: ['ITI B.10'],
      items: [
        line('TRACE', 'technology', '6 item', 'Access of six border stations to the tracing tools of INTERPOL', {
          unitCost: '4000',
        }),
        line('TRACE', 'training', '18 training-place', 'Course on identification of firearms and on tracing requests', {
          unitCost: '1200',
          minimum: '6 training-place',
          place: 'Marsabit',
        }),
      ],
    },
  },
  {
    by: 'focal-kenya',
    until: 'published',
    months: 20,
    content: {
      areaIso2: 'KE',
      title: 'Voluntary surrender in three pastoral counties',
      summary:
        'Communities in three counties agreed to hand in firearms where the State can protect their herds. Collection points, safe ' +
        'transport and public destruction are to show that nothing returns to the market.',
      priority: 3,
      visibility: 'states-only',
      items: [
        line(
          'COLLECT',
          'financial',
          '420000 USD',
          'Collection points, transport under guard, and destruction in public',
          {
            minimum: '120000 USD',
            ownContribution: 'Guards, vehicles and fuel of the county governments.',
          },
        ),
        line('SURPLUS', 'equipment', '1 machine', 'Hydraulic shear that cuts firearms on the spot', {
          unitCost: '68000',
        }),
      ],
    },
  },
  {
    by: 'focal-kenya-2',
    until: 'under-review',
    months: 12,
    content: {
      areaIso2: 'KE',
      title: 'Join customs and police data on imported firearms',
      summary:
        'Customs releases about 300 consignments of firearms and parts a year; the police learn of them weeks later. One message between ' +
        'the two systems at release would put every import into the register the same day.',
      priority: 3,
      items: [
        line('BORDER', 'technology', '1 licence', 'Interface between the customs system and the firearms register', {
          unitCost: '54000',
        }),
      ],
    },
  },
  {
    by: 'focal-malawi',
    until: 'published',
    months: 11,
    content: {
      areaIso2: 'MW',
      title: 'Containers for ammunition at four police divisions',
      summary:
        'Ammunition of four divisions is kept in offices, together with weapons. Ventilated storage containers on concrete bases, with ' +
        'separate stores for weapons, follow the plans of the regional centre.',
      priority: 5,
      alreadyDone: 'The engineers of the army prepared the bases in two divisions.',
      paragraphs: ['PoA A.8', 'PoA C.19'],
      items: [
        line('STOCK', 'equipment', '8 container', 'Ventilated containers of 20 feet with racks and double locks', {
          unitCost: '11800',
          minimum: '2 container',
          place: 'Mzuzu, Lilongwe, Zomba and Blantyre',
          ownContribution: 'Concrete bases, fences and lighting.',
        }),
        line('STOCK', 'training', '20 training-place', 'Course for keepers of ammunition stores', { unitCost: '700' }),
      ],
    },
  },
  {
    by: 'focal-malawi',
    until: 'published',
    months: 8,
    content: {
      areaIso2: 'MW',
      title: 'Write the national action plan',
      summary:
        'The national commission wants to replace the plan that ran out in 2022. It asks for an expert who knows the plans of the region ' +
        'and for workshops with the districts.',
      priority: 4,
      items: [line('NAP', 'expertise', '30 person-day', 'Expert who also leads workshops', { unitCost: '600' })],
    },
  },
  {
    by: 'focal-malawi-2',
    until: 'draft',
    content: { areaIso2: 'MW', title: 'Radio programme against illicit firearms', summary: '', items: [] },
  },
  {
    by: 'focal-ivoire',
    until: 'published',
    months: 13,
    content: {
      areaIso2: 'CI',
      language: 'fr',
      title: 'Marquer les armes des forces de sécurité dans cinq régions',
      summary:
        "Environ 14 000 armes des forces de sécurité de cinq régions ne portent aucune marque d'importation. La commission nationale " +
        'dispose de deux machines et de quatre opérateurs formés ; il lui faut des machines mobiles pour aller de garnison en garnison.',
      priority: 5,
      actionPlan: PLAN_CI,
      actionPlanRank: 1,
      alreadyDone: 'Les armes de la capitale ont été marquées en 2023 et 2024.',
      paragraphs: ['ITI B.9', 'ITI B.11'],
      items: [
        line('MARK', 'equipment', '4 machine', 'Machines de marquage mobiles, sur batterie, avec outillage', {
          unitCost: '26000',
          minimum: '1 machine',
          place: 'Bouaké',
          ownContribution: 'Véhicules, escorte et huit opérateurs.',
        }),
        line('MARK', 'training', '8 training-place', 'Formation de huit opérateurs, deux semaines', {
          unitCost: '900',
          place: 'Abidjan',
        }),
      ],
    },
  },
  {
    by: 'focal-ivoire',
    until: 'published',
    months: 16,
    content: {
      areaIso2: 'CI',
      language: 'fr',
      title: 'Détruire les munitions périmées de deux dépôts',
      summary:
        "Deux dépôts gardent près de douze tonnes de munitions périmées à proximité d'habitations. L'inventaire est fait ; il manque une " +
        'équipe qualifiée et un site de destruction conforme aux directives internationales.',
      priority: 5,
      visibility: 'states-only',
      actionPlan: PLAN_CI,
      actionPlanRank: 2,
      items: [
        line('SURPLUS', 'expertise', '60 person-day', 'Équipe de démilitarisation', {
          unitCost: '950',
          minimum: '20 person-day',
        }),
        line('SURPLUS', 'financial', '180000 EUR', 'Aménagement du site et transport des munitions', {
          minimum: '60000 EUR',
        }),
      ],
    },
  },
  {
    by: 'focal-ivoire',
    until: 'published',
    months: 6,
    content: {
      areaIso2: 'CI',
      language: 'fr',
      title: 'Réviser la loi sur les armes légères',
      summary:
        "La loi de 1998 ne connaît ni le courtage ni le marquage à l'importation. Un avant-projet existe ; la commission demande une " +
        'relecture juridique à la lumière du Programme d’action et de la Convention de la CEDEAO.',
      priority: 3,
      items: [
        line('LEG', 'legal-drafting', '25 person-day', "Relecture et rédaction de l'avant-projet de loi", {
          unitCost: '700',
        }),
        line('BROKER', 'legal-drafting', '10 person-day', 'Chapitre sur le courtage', { unitCost: '700' }),
      ],
    },
  },
  {
    by: 'focal-ivoire-2',
    until: 'submitted',
    months: 10,
    content: {
      areaIso2: 'CI',
      language: 'fr',
      title: 'Associer les femmes aux commissions locales',
      summary:
        'Sur 31 commissions locales, quatre comptent des femmes. Soixante femmes élues par leurs communautés y entrent cette fois ; le projet ' +
        'les forme.',
      priority: 4,
      items: [
        line('GENDER', 'training', '60 training-place', 'Formation de soixante membres des commissions locales', {
          unitCost: '350',
        }),
      ],
    },
  },
  {
    by: 'focal-cameroon',
    until: 'published',
    months: 12,
    content: {
      areaIso2: 'CM',
      language: 'fr',
      title: "Registre central des armes, d'abord pour le Nord et l'Extrême-Nord",
      summary:
        "Les registres de dix-neuf brigades sont tenus sur papier et ne se recoupent pas. Un registre central, ouvert d'abord à deux " +
        'régions, permettrait de répondre à une demande de traçage en deux jours. Publié : le Cameroun est, avec la Jamaïque et le Soudan du Sud, ' +
        'un des trois pays pilotes du fonds SALIENT (Organisation des Nations Unies, présentation du fonds).',
      priority: 4,
      alreadyDone: 'Les brigades ont compté leurs armes en 2025.',
      paragraphs: ['ITI A.2'],
      items: [
        line('RECORD', 'technology', '19 licence', 'Logiciel de registre, avec reprise des registres en papier', {
          unitCost: '1400',
        }),
        line('RECORD', 'equipment', '19 set', 'Postes informatiques avec alimentation solaire', {
          unitCost: '1900',
          minimum: '5 set',
        }),
        line('RECORD', 'training', '38 training-place', 'Formation de deux agents par brigade', {
          unitCost: '400',
          isEssential: false,
        }),
      ],
    },
  },
  {
    by: 'focal-cameroon',
    until: 'published',
    months: 18,
    content: {
      areaIso2: 'CM',
      language: 'fr',
      title: 'Réinsérer 400 anciens membres de groupes armés',
      summary:
        'Quatre cents personnes ont déposé les armes dans deux centres. Sans métier ni suivi, une partie retourne au trafic. Le projet ' +
        'finance la formation professionnelle et un suivi de dix-huit mois par personne.',
      priority: 3,
      items: [
        line('DDR', 'financial', '640000 USD', 'Formation professionnelle et suivi de 400 personnes', {
          minimum: '160000 USD',
          ownContribution: 'Les bâtiments des deux centres et vingt formateurs.',
        }),
        line('CHILD', 'expertise', '40 person-day', 'Suivi des mineurs par des spécialistes', { unitCost: '480' }),
      ],
    },
  },
  {
    by: 'focal-cameroon',
    until: 'expired',
    months: 5,
    content: {
      areaIso2: 'CM',
      title: 'Study of craft-made firearms',
      summary:
        'Workshops in three regions make firearms by hand. A study of their number, materials and buyers is to tell whether licensing or ' +
        'retraining would work.',
      priority: 2,
      items: [
        line('RESEARCH', 'financial', '85000 USD', 'Field study in three regions, with publication'),
        line('MANUF', 'expertise', '15 person-day', 'Advice on licensing of craft production'),
      ],
    },
  },
];
