/** Sections 1 to 3.2 of document 000 and their slides: descent, spurious minima, saddles, level sets and paths. */
@NullMarked
package org.paisaje.claims.catalogue.document000.landscape;

import org.jspecify.annotations.NullMarked;
