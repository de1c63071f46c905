/** Tests of the catalogue. */
@NullMarked
package org.paisaje.claims.catalogue;

import org.jspecify.annotations.NullMarked;
