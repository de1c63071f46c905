/** Guards the arrows between the packages. */
@NullMarked
package org.paisaje.architecture;

import org.jspecify.annotations.NullMarked;
