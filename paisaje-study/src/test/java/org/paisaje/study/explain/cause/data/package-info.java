@NullMarked
package org.paisaje.study.explain.cause.data;

import org.jspecify.annotations.NullMarked;
