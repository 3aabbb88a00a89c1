import { line, type SceneNeed } from './demo-scenes.js';

/** Requests whose time runs out, that were asked twice, or whose sites are told to some. */
export const NEEDS_LATE: readonly SceneNeed[] = [
  {
    by: 'focal-malawi',
    until: 'in-grace',
    months: 3,
    content: {
      areaIso2: 'MW',
      title: 'Village theatre on the dangers of kept weapons',
      summary:
        'Theatre groups of six districts play in villages where firearms were handed in, and listen to why others were not. Texts and players ' +
        'are there; transport and allowances are not.',
      priority: 2,
      items: [
        line('AWARE', 'financial', '26000 USD', 'Transport and allowances of six groups for half a year', {
          minimum: '9000 USD',
        }),
      ],
    },
  },
  {
    by: 'focal-moldova',
    until: 'asked-again',
    months: 16,
    content: {
      areaIso2: 'MD',
      title: 'Civil society watches over the destruction of handed-in weapons',
      summary:
        'Three organizations would witness each destruction and publish what they saw. They ask for training in identification, given ' +
        'in the capital.',
      priority: 3,
      items: [
        line('CSO', 'training', '18 training-place', 'Identification of weapons and parts, two days', {
          unitCost: '320',
          minimum: '6 training-place',
        }),
      ],
    },
  },
  {
    by: 'focal-caribbean',
    until: 'published',
    months: 11,
    content: {
      areaIso2: 'TT',
      title: 'Points of contact of the Caribbean meet twice a year',
      summary:
        'Seven States share routes of trafficking and seldom speak with each other. Two meetings a year of their points of contact would ' +
        'keep a common list of seizures up to date.',
      priority: 3,
      items: [
        line('REGION', 'financial', '64000 USD', 'Two meetings with interpretation', {
          minimum: '32000 USD',
          ownContribution: 'Rooms and a secretariat.',
        }),
      ],
    },
  },
  {
    by: 'focal-cameroon',
    until: 'published',
    publishTo: 'states-only',
    months: 10,
    content: {
      areaIso2: 'CM',
      language: 'fr',
      title: 'Un bureau pour le point de contact national',
      summary:
        'Le point de contact national travaille seul et sans archives. Un expert l’aiderait pendant six semaines à mettre en place un secrétariat, ' +
        'un registre des demandes et une procédure de remplacement.',
      priority: 3,
      items: [
        line('NPC', 'expertise', '30 person-day', 'Mise en place du secrétariat et des procédures', {
          unitCost: '540',
          minimum: '10 person-day',
        }),
      ],
    },
  },
  {
    by: 'focal-fiji-2',
    until: 'submitted',
    months: 14,
    content: {
      areaIso2: 'FJ',
      title: 'Armoury standard for posts on outer islands',
      summary:
        'Posts on outer islands keep a few weapons each, often in a cupboard. Eighteen small certified safes would bring all of them to ' +
        'the same standard.',
      priority: 4,
      items: [
        line('STOCK', 'equipment', '18 safe', 'Certified safes for up to twelve weapons', {
          unitCost: '1500',
          place: 'Suva, for the outer islands',
        }),
      ],
    },
  },
  {
    by: 'focal-peru',
    until: 'published',
    months: 12,
    content: {
      areaIso2: 'PE',
      title: 'Detectors for three border posts',
      summary:
        'Three posts search buses by hand. Detectors at their lanes would find weapons and parts without stopping traffic for long; the ' +
        'customs school trains those who use them.',
      priority: 3,
      siteVisibility: 'states-only',
      items: [
        line('BORDER', 'equipment', '3 set', 'Walk-through and hand-held detectors for one lane', {
          unitCost: '17500',
          place: 'Northern border',
          site: 'At each post, the lane behind the customs hall.',
        }),
      ],
    },
  },
  {
    by: 'focal-jamaica',
    until: 'published',
    months: 9,
    content: {
      areaIso2: 'JM',
      title: 'Racks for the central police armoury',
      summary:
        'The central armoury lends weapons to eleven divisions and keeps them in crates between uses. Racks with numbered places would show ' +
        'at a glance what is missing.',
      priority: 4,
      siteVisibility: 'parties-only',
      items: [
        line('STOCK', 'equipment', '40 rack', 'Racks with numbered places for ten rifles each', {
          unitCost: '310',
          minimum: '10 rack',
          place: 'Kingston',
          site: 'Ground floor of the east wing; deliveries by the yard.',
        }),
      ],
    },
  },
  {
    by: 'focal-philippines',
    until: 'published',
    months: 13,
    content: {
      areaIso2: 'PH',
      title: 'Public collection point with a place for destruction',
      summary:
        'A town hall takes in firearms on two days a week, where everybody can see how they are cut up. The shear is borrowed and ' +
        'can be kept for one more year.',
      priority: 3,
      siteVisibility: 'public',
      items: [
        line('COLLECT', 'equipment', '1 machine', 'Hydraulic shear that cuts rifles in public', {
          unitCost: '61000',
          place: 'Cebu',
          site: 'Forecourt of the town hall.',
        }),
      ],
    },
  },
  {
    by: 'focal-ivoire',
    until: 'published',
    months: 7,
    content: {
      areaIso2: 'CI',
      language: 'fr',
      title: 'Réunir les chiffres du prochain rapport national',
      summary:
        'Cinq ministères comptent les saisies et les destructions chacun à sa manière. Un expert les aiderait à s’accorder sur un seul tableau ' +
        'avant que le rapport soit écrit.',
      priority: 2,
      items: [
        line('REPORT', 'expertise', '15 person-day', 'Tableau commun et atelier avec les cinq ministères', {
          unitCost: '560',
          minimum: '5 person-day',
        }),
      ],
    },
  },
];
