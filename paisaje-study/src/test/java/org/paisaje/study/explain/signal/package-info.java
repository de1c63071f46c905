@NullMarked
package org.paisaje.study.explain.signal;

import org.jspecify.annotations.NullMarked;
