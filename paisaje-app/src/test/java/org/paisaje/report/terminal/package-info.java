/** Tests of terminal output. */
@NullMarked
package org.paisaje.report.terminal;

import org.jspecify.annotations.NullMarked;
