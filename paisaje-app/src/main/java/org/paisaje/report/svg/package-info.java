/** Figures as scalable vector graphics, the same in a page and in a file. */
@NullMarked
package org.paisaje.report.svg;

import org.jspecify.annotations.NullMarked;
