/** Document 004, chapter 9: one control for a whole population, the maximum principle, samples and dynamic programming. */
@NullMarked
package org.paisaje.claims.catalogue.document004.meanfield;

import org.jspecify.annotations.NullMarked;
