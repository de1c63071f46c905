/** How often claims come out other than expected. */
@NullMarked
package org.paisaje.bench.claims;

import org.jspecify.annotations.NullMarked;
