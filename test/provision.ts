import { kubeconformProgram } from '../scripts/kubeconform.mjs';
import { newestNode } from '../scripts/newest-node.mjs';
import { pythonTool } from '../scripts/python-tools.mjs';

/**
 * Before the first test, and once: test files run side by side, and two of them must not install the same program at
 * once.
 */
export default function provision(): void {
  kubeconformProgram();
  pythonTool('moto_server');
  newestNode();
}
