/* Runs a model that was compiled to C: cc -std=c11 -O2 main.c iris.c -lm -o iris && ./iris 5.1 3.5 1.4 0.2 */
#include <stdio.h>
#include <stdlib.h>
#include "iris.h"

int main(int count, char **words) {
  double features[4] = {0}, output[3];
  for (int i = 0; i < 4 && i + 1 < count; i++) features[i] = atof(words[i + 1]);
  iris(features, output);
  printf("setosa %.17g, versicolor %.17g, virginica %.17g\n", output[0], output[1], output[2]);
  return 0;
}
