/** What the tests of all modules share; the test jar of this module holds this package alone. */
@NullMarked
package org.paisaje.math.testing;

import org.jspecify.annotations.NullMarked;
