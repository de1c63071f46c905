@NullMarked
package org.paisaje.theory.kernel.store;

import org.jspecify.annotations.NullMarked;
