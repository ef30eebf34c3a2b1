import type { LucideIcon } from 'lucide-react';
import Building from 'lucide-react/icons/building-2';
import Cpu from 'lucide-react/icons/cpu';
import FileText from 'lucide-react/icons/file-text';
import Folder from 'lucide-react/icons/folder';
import KeyRound from 'lucide-react/icons/key-round';
import MessageCircleQuestion from 'lucide-react/icons/message-circle-question-mark';
import ScrollText from 'lucide-react/icons/scroll-text';
import Search from 'lucide-react/icons/search';
import Users from 'lucide-react/icons/users';
import type { ComponentType } from 'react';
import { AskPage } from '../answers/ask-page.tsx';
import { isAtLeast } from '../lib/rights.ts';
import { lazyPart } from '../ui/lazy-part.ts';
import type { Viewer } from '../ui/use-viewer.ts';
import { messages } from './messages.ts';

/** A page of the shell. */
export interface AppPage {
  /** Its address; one pattern for what is one page, so that going from one to the other keeps what is on it. */
  readonly path: string | RegExp;
  readonly component: ComponentType;
  /** Whether it exists for somebody; for all by default. */
  isFor?(viewer: Viewer): boolean;
  /** Its link in the sidebar; none by default. */
  readonly link?: {
    readonly href: string;
    readonly label: string;
    readonly icon: LucideIcon;
    /** The heading that it stands under; those without come first. */
    readonly group?: string;
  };
}

/** The pages, in the order of their links. */
export const pages: readonly AppPage[] = [
  {
    path: /^\/(?:c\/(?<id>[^/]+))?$/,
    component: AskPage,
    link: { href: '/', label: messages.ask, icon: MessageCircleQuestion },
  },
  {
    path: '/search',
    component: lazyPart(() => import('../search/search-page.tsx').then((file) => file.SearchPage)),
    link: { href: '/search', label: messages.search, icon: Search },
  },
  {
    path: '/documents',
    component: lazyPart(() => import('../documents/documents-page.tsx').then((file) => file.DocumentsPage)),
    link: { href: '/documents', label: messages.documents, icon: FileText },
  },
  {
    path: '/documents/:id',
    component: lazyPart(() => import('../documents/reader-page.tsx').then((file) => file.ReaderPage)),
  },
  {
    path: '/admin/members',
    component: lazyPart(() => import('../members/members-page.tsx').then((file) => file.MembersPage)),
    isFor: (viewer) => isAtLeast('ADMIN', viewer),
    link: { href: '/admin/members', label: messages.members, icon: Users, group: messages.administration },
  },
  {
    path: '/admin/collections',
    component: lazyPart(() => import('../collections/collections-page.tsx').then((file) => file.CollectionsPage)),
    isFor: (viewer) => isAtLeast('ADMIN', viewer),
    link: { href: '/admin/collections', label: messages.collections, icon: Folder, group: messages.administration },
  },
  {
    path: '/admin/tokens',
    component: lazyPart(() => import('../api-tokens/api-tokens-page.tsx').then((file) => file.ApiTokensPage)),
    isFor: (viewer) => isAtLeast('ADMIN', viewer),
    link: { href: '/admin/tokens', label: messages.apiTokens, icon: KeyRound, group: messages.administration },
  },
  {
    path: '/admin/audit',
    component: lazyPart(() => import('../audit/audit-page.tsx').then((file) => file.AuditPage)),
    isFor: (viewer) => isAtLeast('ADMIN', viewer),
    link: { href: '/admin/audit', label: messages.audit, icon: ScrollText, group: messages.administration },
  },
  {
    path: '/admin/organisation',
    component: lazyPart(() => import('../organization/organization-page.tsx').then((file) => file.OrganizationPage)),
    isFor: (viewer) => isAtLeast('ADMIN', viewer),
    link: {
      href: '/admin/organisation',
      label: messages.organization,
      icon: Building,
      group: messages.administration,
    },
  },
  {
    path: '/admin/model',
    component: lazyPart(() => import('../model/model-page.tsx').then((file) => file.ModelPage)),
    isFor: (viewer) => isAtLeast('OWNER', viewer),
    link: { href: '/admin/model', label: messages.model, icon: Cpu, group: messages.administration },
  },
  {
    path: '/settings',
    component: lazyPart(() => import('../settings/settings-page.tsx').then((file) => file.SettingsPage)),
  },
];
