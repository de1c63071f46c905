/** Tests of running claims. */
@NullMarked
package org.paisaje.claims.run;

import org.jspecify.annotations.NullMarked;
