/** Tests of the parts of claims. */
@NullMarked
package org.paisaje.claims;

import org.jspecify.annotations.NullMarked;
