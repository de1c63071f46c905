@NullMarked
package org.paisaje.claims.kernel;

import org.jspecify.annotations.NullMarked;
