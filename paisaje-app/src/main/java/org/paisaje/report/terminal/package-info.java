/** What a person sees in a terminal: progress, tables and rounded numbers, at most 100 columns wide. */
@NullMarked
package org.paisaje.report.terminal;

import org.jspecify.annotations.NullMarked;
