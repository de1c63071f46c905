/** The statements of document 004: S. Andreu, "Deep learning as dynamical systems". */
@NullMarked
package org.paisaje.claims.catalogue.document004;

import org.jspecify.annotations.NullMarked;
