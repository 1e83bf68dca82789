import { addressOf, type Page, titleOf } from './pages.ts';
import { ruleSets } from './rules.ts';

/** An entry of the site's sidebar, as VitePress reads it. */
export interface SidebarItem {
  readonly text: string;
  readonly link?: string;
  readonly collapsed?: boolean;
  readonly items?: readonly SidebarItem[];
}

/** The sidebar: documents in the order in which one reads them, then rules, packages, charts and the API. */
export const sidebarOf = (pages: readonly Page[], api: readonly Page[]): readonly SidebarItem[] => {
  const below = (folder: string, list = pages): readonly SidebarItem[] =>
    list.filter(({ path }) => path.startsWith(folder)).map(itemOf);
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
    {
      text: 'Rules',
      items: [
        { text: 'Overview', link: '/docs/rules' },
        ...ruleSets.map(({ name, rules }) => ({
          text: name,
          link: `/docs/rules/${name}`,
          collapsed: true,
          items: rules.map(({ id }) => ({ text: id, link: `/docs/rules/${name}/${id}` })),
        })),
      ],
    },
    { text: 'Packages', collapsed: true, items: below('packages/') },
    { text: 'Charts', collapsed: true, items: below('charts/') },
    { text: 'API', collapsed: true, items: api.map(itemOf) },
  ];
};

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
