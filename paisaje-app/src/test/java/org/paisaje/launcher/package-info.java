/** Tests of the launcher script. */
@NullMarked
package org.paisaje.launcher;

import org.jspecify.annotations.NullMarked;
