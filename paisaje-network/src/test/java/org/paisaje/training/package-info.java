@NullMarked
package org.paisaje.training;

import org.jspecify.annotations.NullMarked;
