/** The command line: argument parsing, exit statuses, messages. Computes nothing. */
@NullMarked
package org.paisaje.cli;

import org.jspecify.annotations.NullMarked;
