/** All claims of all documents. */
@NullMarked
package org.paisaje.claims.catalogue;

import org.jspecify.annotations.NullMarked;
