@NullMarked
package org.paisaje.study.explain.cause;

import org.jspecify.annotations.NullMarked;
