import renderer from 'nx/release/changelog-renderer';

type Changes = ConstructorParameters<typeof renderer.default>[0]['changes'];

/**
 * The changelog of all packages, which share one version and one file. Nx renders it once for each package, and by default with the changes of that
 * package only. Nx asks for a class, and takes the default export of this file.
 */
export default class extends renderer.default {
  protected override filterChanges(changes: Changes): Changes {
    return changes;
  }
}
