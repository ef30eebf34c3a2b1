import { Page } from '../ui/page.tsx';
import { DeletionSection } from './deletion-section.tsx';
import { DisplaySection } from './display-section.tsx';
import { messages } from './messages.ts';
import { OrganizationsSection } from './organizations-section.tsx';
import { PasswordSection } from './password-section.tsx';
import { ProfileSection } from './profile-section.tsx';
import { SessionsSection } from './sessions-section.tsx';

/** One's own account, wherever one is signed in to it. */
export function SettingsPage() {
  return (
    <Page title={messages.title}>
      <ProfileSection />
      <DisplaySection />
      <PasswordSection />
      <SessionsSection />
      <OrganizationsSection />
      <DeletionSection />
    </Page>
  );
}
