/** The networks that there are, each a record with a line of text, and the reader of such lines. */
@NullMarked
package org.paisaje.network.architecture;

import org.jspecify.annotations.NullMarked;
