/** Where theta starts, and the factors under which it enters the forward pass. */
@NullMarked
package org.paisaje.network.start;

import org.jspecify.annotations.NullMarked;
