/** What outputs go through behind the last layer: an activation of each, or softmax over all. */
@NullMarked
package org.paisaje.network.head;

import org.jspecify.annotations.NullMarked;
