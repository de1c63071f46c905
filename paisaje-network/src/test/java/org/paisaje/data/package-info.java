@NullMarked
package org.paisaje.data;

import org.jspecify.annotations.NullMarked;
