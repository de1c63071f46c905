@NullMarked
package org.paisaje.study.spectrum;

import org.jspecify.annotations.NullMarked;
