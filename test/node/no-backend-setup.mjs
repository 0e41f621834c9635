// A setup that forgets the backend.
export {};
