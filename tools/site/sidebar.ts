import { addressOf, type Page, titleOf } from './pages.ts';
import { ruleSets } from './rules.ts';

/** An entry of the site's sidebar, as VitePress reads it. */
export interface SidebarItem {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: readonly SidebarItem[];
}

/**
 * The sidebars, by the beginning of the addresses that have them. Each page contains its whole sidebar, so a sidebar has only what readers of its pages
 * look for.
 */
export const sidebarOf = (
  pages: readonly Page[],
  api: readonly Page[],
): Readonly<Record<string, readonly SidebarItem[]>> => ({
  '/': documentsOf(pages, api),
  ...Object.fromEntries(ruleSets.map(({ name }) => [`/docs/rules/${name}`, [rulesOf(name)]])),
  '/api/': [apiOf(api)],
});

/** Documents in the order in which one reads them, then rule sets, packages, charts and the API. */
const documentsOf = (pages: readonly Page[], api: readonly Page[]): readonly SidebarItem[] => {
  const below = (folder: string): readonly SidebarItem[] =>
    pages.filter(({ path }) => path.startsWith(folder)).map(itemOf);
  const named = (names: readonly string[]): readonly SidebarItem[] =>
    names.flatMap((name) => pages.filter(({ path }) => path === `docs/${name}.md`).map(itemOf));
  const other = pages.filter(
    ({ path }) =>
      /^docs\/[^/]*\.md$/.test(path) &&
      ![...order.flatMap(({ names }) => names), ...elsewhere].includes(path.slice(5, -3)),
  );
  return [
    ...order.map(({ text, names }) => ({ text, items: named(names) })),
    ...(other.length === 0 ? [] : [{ text: 'More', items: other.map(itemOf) }]),
    rulesOf(),
    { text: 'Packages', collapsed: true, items: below('packages/') },
    { text: 'Charts', collapsed: true, items: below('charts/') },
    { ...apiOf(api), collapsed: true },
  ];
};

/** The rule sets; of one of them the rules, too. */
const rulesOf = (open?: string): SidebarItem => ({
  text: 'Rules',
  items: [
    { text: 'Overview', link: '/docs/rules' },
    ...ruleSets.map(({ name, rules }) => ({
      text: name,
      link: `/docs/rules/${name}`,
      ...(name === open && {
        items: rules.map(({ id }) => ({ text: id, link: `/docs/rules/${name}/${id}` })),
      }),
    })),
  ],
});

const apiOf = (api: readonly Page[]): SidebarItem => ({ text: 'API', items: api.map(itemOf) });

const order = [
  { text: 'Start', names: ['tutorial', 'install', 'glossary'] },
  { text: 'Write', names: ['charts', 'language', 'values', 'profiles', 'commands'] },
  { text: 'Operate', names: ['appliance', 'operations', 'cluster'] },
];

/** Has a place of its own among the rules. */
const elsewhere = ['rules'];

const itemOf = ({ path, text }: Page): SidebarItem => ({
  text: titleOf(text),
  link: addressOf(path),
});
