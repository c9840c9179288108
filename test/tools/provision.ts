/** Before the first test of this project, once: test files run side by side and want the same programs. */
export { provision as default } from '../../scripts/provision.mjs';
