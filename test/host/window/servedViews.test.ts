/* The views with a real server's model: llama.cpp's, by two of its names. */
import { addServer } from '../lib/addServer.js';
import { useWorkbench } from '../lib/workbench.js';
import { SERVED_FILES, servedViews } from './served/views.js';

const workbench = useWorkbench({
  files: { 'note.txt': 'She went to the river\n', ...SERVED_FILES },
  settings: { 'glassbox.offline': false },
});

servedViews(workbench, (typed) => addServer(workbench().page, typed));
