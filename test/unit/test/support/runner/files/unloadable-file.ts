throw new Error('not even loaded');
