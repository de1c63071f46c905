/** Tests of the risks. */
@NullMarked
package org.paisaje.risk;

import org.jspecify.annotations.NullMarked;
