@NullMarked
package org.paisaje.claims.explain;

import org.jspecify.annotations.NullMarked;
