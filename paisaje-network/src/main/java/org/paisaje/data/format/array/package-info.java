/** Files of one or several arrays without weights' names: npy, npz, idx. */
@NullMarked
package org.paisaje.data.format.array;

import org.jspecify.annotations.NullMarked;
