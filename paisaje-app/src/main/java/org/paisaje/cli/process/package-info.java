/** What the program does as a process: exit statuses, messages of failures, Ctrl-C. */
@NullMarked
package org.paisaje.cli.process;

import org.jspecify.annotations.NullMarked;
